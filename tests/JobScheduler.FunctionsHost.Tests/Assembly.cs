using Xunit.Sdk;
using Xunit.v3;

// Each test has processes of its own, and most of the time waits for them.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
