using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Standalone.Logging.Files;

/// <summary>The log as files. Configuration section <c>Logging:File</c>.</summary>
internal sealed class FileLogOptions
{
    public const string Section = "Logging:File";
    public const int DefaultMegabytes = 50;
    public const int DefaultFiles = 5;

    /// <summary>The first file; those after it have a number before the extension. Null: there is no such log.</summary>
    public string? Path { get; set; }

    /// <summary>The size in megabytes (2^20 bytes) at which the next file is begun. Default 50.</summary>
    [Range(1, 10_000)]
    public int MaxMegabytes { get; set; } = DefaultMegabytes;

    /// <summary>How many files are kept, the current one included; older ones are deleted. Default 5.</summary>
    [Range(1, 1_000)]
    public int Files { get; set; } = DefaultFiles;
}

/// <summary>The configuration keys of the log as files.</summary>
internal static class FileLogKeys
{
    public const string Path = $"{FileLogOptions.Section}:{nameof(FileLogOptions.Path)}";
    public const string MaxMegabytes = $"{FileLogOptions.Section}:{nameof(FileLogOptions.MaxMegabytes)}";
    public const string Files = $"{FileLogOptions.Section}:{nameof(FileLogOptions.Files)}";

    /// <summary>Read by the framework, as for every provider of logs.</summary>
    public const string Levels = $"{FileLogOptions.Section}:LogLevel";
}
