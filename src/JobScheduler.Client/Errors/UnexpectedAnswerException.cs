namespace JobScheduler.Client;

/// <summary>The answer is none that this API gives: a proxy in between, another server, or an error on the server's side.</summary>
public sealed class UnexpectedAnswerException : JobSchedulerException
{
    internal UnexpectedAnswerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
