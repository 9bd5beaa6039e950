"""What runs in the sandbox.

template      the warm process that forks for each submission
student       what runs in that fork: cells, and probes of answers
shell         IPython without a kernel, for those cells
namespaces    a submission's own processes, memory and files
syscalls      system calls that student code has no use for
"""
