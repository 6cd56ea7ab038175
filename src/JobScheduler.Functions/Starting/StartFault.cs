using JobScheduler.Storage;
using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>Turns failures at the start into messages for the reader of the host's log.</summary>
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

    /// <summary>One line for each fault; unexpected ones keep their stack trace, so that they can be reported.</summary>
    public static IEnumerable<string> Explain(Exception error) => error switch
    {
        OptionsValidationException options => options.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Explain),
        StorageException storage => [storage.Message],
        _ => [$"JobScheduler failed: {error}"],
    };
}
