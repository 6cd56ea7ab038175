using System.Text.Json;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Systemd;

/// <summary>The system calls that the unit allows, as systemd understands its lines.</summary>
internal static class SystemCalls
{
    private const string Filter = "SystemCallFilter=";

    // Allowed by systemd beside any list of what is allowed.
    private const string Always = "@default";

    // What a container's runtime does between the filter and the program.
    private static readonly string[] Beginning = ["capset", "execve", "setgid", "setgroups", "setresgid", "setresuid", "setuid"];

    /// <summary>
    /// As a filter for containers, which refuses all others with EPERM, as the unit does.
    /// </summary>
    public static async Task<string> ProfileAsync(string unit, CancellationToken cancellation)
    {
        var allowed = new HashSet<string>(Beginning, StringComparer.Ordinal);
        allowed.UnionWith(await MembersAsync(Always, cancellation));
        foreach (var line in unit.Split('\n').Where(line => line.StartsWith(Filter, StringComparison.Ordinal)))
        {
            var value = line[Filter.Length..];
            foreach (var name in value.TrimStart('~').Split(' '))
            {
                var calls = await MembersAsync(name, cancellation);
                if (value[0] == '~')
                {
                    allowed.ExceptWith(calls.Except(Beginning));
                }
                else
                {
                    allowed.UnionWith(calls);
                }
            }
        }

        return JsonSerializer.Serialize(new
        {
            defaultAction = "SCMP_ACT_ERRNO",
            defaultErrnoRet = 1,
            syscalls = new[] { new { names = allowed.Order(StringComparer.Ordinal), action = "SCMP_ACT_ALLOW" } },
        });
    }

    private static async Task<IReadOnlyCollection<string>> MembersAsync(string name, CancellationToken cancellation)
    {
        if (name[0] != '@')
        {
            return [name];
        }

        var ended = await ChildProcess.RunAsync(new("systemd-analyze", ["--no-pager", "syscall-filter", name]), cancellation);
        Assert.True(ended.Code == 0, ended.Errors);
        var members = new List<string>();
        foreach (var line in ended.Output.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line is not ("" or ['#', ..])))
        {
            members.AddRange(await MembersAsync(line, cancellation));
        }

        return members;
    }
}
