namespace JobScheduler.Api.Contracts;

/// <summary>How a target that completes by callback says that its work ended.</summary>
public enum CompletionOutcome
{
    Succeeded,
    Failed,
}
