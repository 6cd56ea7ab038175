using JobScheduler.FunctionsHost.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Most of the time the tests wait for processes. One worker serves all that let it live; the others have their own.
[assembly: AssemblyFixture(typeof(WorkerFixture))]
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 6)]
