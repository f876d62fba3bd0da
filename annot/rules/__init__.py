"""The rules of proof, one file each: what stands in the way of publication, and how to mend it.

The docstring of a rule's file is its manual page; `annot.rules.registry` lists them all.
"""
