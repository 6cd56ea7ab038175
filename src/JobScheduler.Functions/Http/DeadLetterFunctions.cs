using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of dead letters.</summary>
public sealed class DeadLetterFunctions(FunctionApi api)
{
    [Function(nameof(ListDeadLetters))]
    public Task<IResult> ListDeadLetters([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/dead-letters")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ListDeadLetterCauses))]
    public Task<IResult> ListDeadLetterCauses([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/dead-letters/causes")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetDeadLetter))]
    public Task<IResult> GetDeadLetter([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/dead-letters/{deadLetterId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(RedriveDeadLetter))]
    public Task<IResult> RedriveDeadLetter([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dead-letters/{deadLetterId}/redrive")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(RedriveDeadLetters))]
    public Task<IResult> RedriveDeadLetters([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dead-letters/redrive")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(DeleteDeadLetter))]
    public Task<IResult> DeleteDeadLetter([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/dead-letters/{deadLetterId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PurgeDeadLetters))]
    public Task<IResult> PurgeDeadLetters([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dead-letters/purge")] HttpRequest request) =>
        api.InvokeAsync(request);
}
