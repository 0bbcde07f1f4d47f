"""What may you say, and who hears it?"""
