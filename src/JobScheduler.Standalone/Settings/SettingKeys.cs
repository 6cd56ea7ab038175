using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Targets.Http;
using JobScheduler.Shards;
using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Standalone.Settings;

/// <summary>The configuration keys that this head knows.</summary>
internal static class SettingKeys
{
    public const string Urls = "urls";
    public const string StorageKind = $"{SqliteOptions.Section}:Kind";
    public const string Folder = $"{SqliteOptions.Section}:{nameof(SqliteOptions.Folder)}";
    public const string MaxMegabytes = $"{SqliteOptions.Section}:{nameof(SqliteOptions.MaxMegabytes)}";
    public const string AdministratorKey = $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKey)}";
    public const string AllowedPrivateRanges = $"{TargetOptions.Section}:{nameof(TargetOptions.AllowedPrivateRanges)}";
    public const string ConnectTimeout = $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectTimeout)}";
    public const string ConnectionLifetime = $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectionLifetime)}";
    public const string Workers = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.Workers)}";
    public const string GracePeriod = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.GracePeriod)}";
    public const string NodeId = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.NodeId)}";
    public const string QueueRoom = $"{DispatchOptions.Section}:{nameof(DispatchOptions.QueueRoom)}";
    public const string TakeOverAfter = $"{ClockOptions.Section}:{nameof(ClockOptions.TakeOverAfter)}";
    public const string ShardCount = $"{ShardOptions.Section}:{nameof(ShardOptions.Count)}";
}
