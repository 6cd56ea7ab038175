using JobScheduler.Infra.Tests.Deployment;

// Two predictions serve all tests.
[assembly: AssemblyFixture(typeof(PredictedDeployment))]
