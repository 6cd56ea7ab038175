using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>Without the prefix the triggers would have no queues, and the host would say no more than that.</summary>
internal sealed class TriggerOptionsValidator : IValidateOptions<TriggerOptions>
{
    public ValidateOptionsResult Validate(string? name, TriggerOptions options) => string.IsNullOrWhiteSpace(options.Prefix)
        ? ValidateOptionsResult.Fail($"{TriggerOptions.Key} is not set: the queue triggers take the names of their queues from it")
        : ValidateOptionsResult.Success;
}
