using JobScheduler.Storage;
using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>Turns what can go wrong at the start into lines for the person who reads the host's log.</summary>
internal static class StartFault
{
    /// <returns>The exit code.</returns>
    public static async Task<int> ReportAsync(Func<Task> program)
    {
        try
        {
            await program();
            return 0;
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

    /// <summary>A line for each fault; what is not foreseen keeps its stack trace, because it has to be reported.</summary>
    public static IEnumerable<string> Explain(Exception error) => error switch
    {
        OptionsValidationException options => options.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Explain),
        StorageException storage => [storage.Message],
        _ => [$"JobScheduler failed: {error}"],
    };
}
