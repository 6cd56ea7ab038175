namespace JobScheduler.Scenarios.Simulation;

/// <summary>The process that was asked died before it answered.</summary>
internal sealed class ProcessDiedException(string process) : Exception($"process {process} died before it answered");
