namespace JobScheduler.Standalone.Arguments;

/// <summary>Said instead of starting.</summary>
internal sealed record Answer(string Text, int Code)
{
    public static Answer Usage(string fault) => new(fault, ExitCode.Usage);

    /// <summary>Says it: what was asked for on the standard output, a fault on the standard error.</summary>
    /// <returns>The exit code.</returns>
    public int Give()
    {
        if (Code == ExitCode.Success)
        {
            Console.Out.WriteLine(Text);
        }
        else
        {
            Console.Error.WriteLine($"error: {Text}");
        }

        return Code;
    }
}
