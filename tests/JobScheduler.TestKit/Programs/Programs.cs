using System.ComponentModel;

namespace JobScheduler.TestKit;

/// <summary>Which programs this machine has.</summary>
public static class Programs
{
    /// <summary>Whether it can be started, and answers when asked for its version.</summary>
    public static async Task<bool> HasAsync(string program, CancellationToken cancellation)
    {
        try
        {
            return (await ChildProcess.RunAsync(new(program, ["--version"]), cancellation)).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
