using JobScheduler.Benchmarks;

// dotnet run -c Release --project tests/JobScheduler.Benchmarks -- [bare|submit|bulk|drain|lateness|hanging|footprint|azure|next-fire|all]
// [--runs n]
return await Suite.RunAsync(args);
