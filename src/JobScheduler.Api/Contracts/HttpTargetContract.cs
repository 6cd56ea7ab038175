using System.ComponentModel;
using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("An HTTP request. Idempotency-Key, JobScheduler-Run, -Attempt, -Fence, -Nominal-Time and traceparent are added to its headers.")]
public sealed record HttpTargetContract : TargetContract
{
    [DefaultValue("POST")]
    public string Method { get; init; } = "POST";

    [Description("Absolute, http or https, without user info. Addresses that are not public are refused unless the server allows their range.")]
    public required string Url { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    [Description("A JSON string is sent as its text, any other value as JSON; null sends the run's input.")]
    public RawJson? Body { get; init; }

    [Description("Status codes that mean success: numbers and ranges, separated by commas.")]
    [DefaultValue("200-299")]
    public string SuccessStatus { get; init; } = "200-299";

    [Description("callback: the answer only says \"taken\"; the work is completed through POST /runs/{runId}/complete with the token in the header JobScheduler-Token.")]
    public HttpCompletion Completion { get; init; }
}
