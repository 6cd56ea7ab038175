using JobScheduler.Delivery.Tests.Containers;
using JobScheduler.Delivery.Tests.Publishing;
using Xunit.Sdk;
using Xunit.v3;

// What is published and built serves all tests; they start processes of their own, and share nothing else.
[assembly: AssemblyFixture(typeof(PublishedPrograms))]
[assembly: AssemblyFixture(typeof(BuiltImage))]
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
