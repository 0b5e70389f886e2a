"""What tools/make_training.py is made of: readers of the sets, made shifts, harmless variants."""
