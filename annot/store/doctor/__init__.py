"""What can be wrong with a workspace's file, what to do about it, and the repairs that are safe."""
