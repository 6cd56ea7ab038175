using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Targets.Http;
using JobScheduler.Shards;

namespace JobScheduler.Functions.Starting;

/// <summary>The settings of this head besides the connection; as application settings with two underscores for each colon.</summary>
internal static class SettingKeys
{
    public static IReadOnlyList<string> All { get; } =
    [
        $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKey)}",
        $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKeyHash)}",
        $"{TargetOptions.Section}:{nameof(TargetOptions.AllowedPrivateRanges)}",
        $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectTimeout)}",
        $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectionLifetime)}",
        $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.Workers)}",
        $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.GracePeriod)}",
        $"{DispatchOptions.Section}:{nameof(DispatchOptions.QueueRoom)}",
        $"{ClockOptions.Section}:{nameof(ClockOptions.TakeOverAfter)}",
        $"{ShardOptions.Section}:{nameof(ShardOptions.Count)}",
    ];
}
