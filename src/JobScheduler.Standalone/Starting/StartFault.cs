using System.Net.Sockets;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Settings;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Starting;

/// <summary>Turns what can go wrong at the start into lines for the person who started it.</summary>
internal static class StartFault
{
    /// <summary>Runs the program; says on the standard error why it ended, when it did not end well.</summary>
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

    /// <summary>A line for each fault; what is not foreseen keeps its stack trace, because it has to be reported.</summary>
    public static IEnumerable<string> Explain(Exception error) => error switch
    {
        StartFaultException fault => fault.Faults,
        OptionsValidationException options => options.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Explain),
        StorageException storage => [storage.Message],
        InvalidDataException file => [$"{file.Message} {file.InnerException?.Message}".TrimEnd()],
        IOException { InnerException: AddressInUseException } taken => [$"{taken.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls."],
        IOException { InnerException: AggregateException { InnerException: SocketException socket } } => [Unusable(socket)],
        SocketException socket => [Unusable(socket)],
        InvalidOperationException tls when tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) => [$"{SettingKeys.Urls}: {FirstLine(tls.Message)}"],
        _ => [$"{Product.Name} failed: {error}"],
    };

    private static string Unusable(SocketException socket) => $"{SettingKeys.Urls}: it is not possible to listen there: {socket.Message}";

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
