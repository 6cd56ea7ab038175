using System.Net.Sockets;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Settings;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Starting;

/// <summary>Turns failures at the start into messages for the person who started it.</summary>
internal static class StartFault
{
    /// <summary>Runs the program; if it fails, prints the reason to standard error.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ReportAsync(Func<Task> program)
    {
        try
        {
            await program();
            return ExitCode.Success;
        }
        catch (Exception error)
        {
            foreach (var line in Explain(error).Distinct())
            {
                await Console.Error.WriteLineAsync($"error: {line}");
            }

            return ExitCode.Failure;
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
            [$"{taken.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls."],
        IOException { InnerException: AggregateException { InnerException: SocketException socket } } => [Unusable(socket)],
        SocketException socket => [Unusable(socket)],
        InvalidOperationException tls when tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            [$"{SettingKeys.Urls}: {FirstLine(tls.Message)}"],
        _ => [$"{Product.Name} failed: {error}"],
    };

    private static string Unusable(SocketException socket) => $"{SettingKeys.Urls}: cannot listen on this address: {socket.Message}";

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}

/// <summary>The start is refused for reasons that the person who started it can fix.</summary>
internal sealed class StartFaultException(IReadOnlyList<string> faults) : Exception(string.Join("; ", faults))
{
    public StartFaultException(string fault)
        : this([fault])
    {
    }

    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
