using Xunit.Sdk;
using Xunit.v3;

// Each test has processes of its own, and most of the time waits for them: for leases and guards of a minute, for outages, for fires.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 6)]
