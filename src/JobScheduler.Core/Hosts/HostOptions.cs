using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Hosts;

/// <summary>What holds for hosts whose definition does not say otherwise. Configuration section <c>Hosts</c>.</summary>
public sealed class HostOptions
{
    public const string Section = "Hosts";

    /// <summary>Whether circuits of hosts open at all. Default: yes.</summary>
    public bool Circuits { get; set; } = true;

    /// <summary>So many failures within the window open a circuit. Default 10.</summary>
    [Range(1, 10_000)]
    public int Failures { get; set; } = 10;

    /// <summary>In which failures are counted. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long a circuit opens the first time. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Open { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>However long a host asks to be left alone, it is held back no longer than this. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromHours(1);
}
