"""The rules of proof, one file each."""
