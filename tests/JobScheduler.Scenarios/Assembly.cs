using Xunit.Sdk;
using Xunit.v3;

// A world has one thread; so many worlds at once as there are cores.
[assembly: Parallelization(Mode = ParallelMode.All)]
