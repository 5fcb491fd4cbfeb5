"""What a house style may say, and when it can be read by everyone."""
