using System.Net.Sockets;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Starting;

/// <summary>Turns failures at the start into messages for the person who started the process.</summary>
public static class StartFault
{
    /// <summary>Runs the program; if it fails, prints the reasons to standard error, a line each.</summary>
    /// <returns>The exit code: what the program has set, usually 0; or 1 if it failed.</returns>
    public static async Task<int> ReportAsync(Func<Task> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            await program();
            return Environment.ExitCode;
        }
        catch (Exception error)
        {
            foreach (var line in Explain(error).Distinct())
            {
                await Console.Error.WriteLineAsync($"error: {line}");
            }

            return 1;
        }
    }

    /// <summary>One line for each fault; unexpected ones keep their stack trace, so that they can be reported.</summary>
    public static IEnumerable<string> Explain(Exception error) => error switch
    {
        StartFaultException fault => fault.Faults,
        OptionsValidationException options => options.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Explain),
        StorageException storage => [storage.Message],
        InvalidDataException file => [$"{file.Message} {file.InnerException?.Message}".TrimEnd()],
        IOException { InnerException: AddressInUseException } taken =>
            [$"{taken.Message.TrimEnd('.')}. Stop the other program, or choose another address."],
        IOException { InnerException: AggregateException { InnerException: SocketException socket } } => [Unusable(socket)],
        SocketException socket => [Unusable(socket)],
        InvalidOperationException tls when tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            [tls.Message.Contains("No server certificate was specified", StringComparison.Ordinal)
                ? "https needs a certificate: set Kestrel:Certificates:Default:Path, with :KeyPath or :Password"
                : $"https: {FirstLine(tls.Message)}"],
        _ => [$"JobScheduler failed: {error}"],
    };

    private static string Unusable(SocketException socket) => $"urls: cannot listen on this address: {socket.Message}";

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}

/// <summary>The start is refused for reasons that the person who started the process can remove.</summary>
public sealed class StartFaultException(IReadOnlyList<string> faults) : Exception(string.Join("; ", faults))
{
    public StartFaultException(string fault)
        : this([fault])
    {
    }

    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
