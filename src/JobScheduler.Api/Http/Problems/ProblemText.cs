namespace JobScheduler.Api.Http;

/// <summary>What is said of a kind of errors at its address, beside its title.</summary>
/// <param name="Explanation">What it means.</param>
/// <param name="Causes">What usually leads to it.</param>
/// <param name="WhatToDo">What to do about it.</param>
/// <param name="Detail">Of an example.</param>
public sealed record ProblemText(string Explanation, IReadOnlyList<string> Causes, IReadOnlyList<string> WhatToDo, string Detail)
{
    /// <summary>The refused fields of the example; null for none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>By kind; every kind has one.</summary>
    public static IReadOnlyDictionary<ProblemKind, ProblemText> All { get; } = new Dictionary<ProblemKind, ProblemText>
    {
        [ProblemKind.Malformed] = new(
            "The request does not have the shape its route needs, so it was not carried out. The member errors names every field at fault.",
            [
                "The body is not JSON, or has an unknown or repeated member.",
                "A member has the wrong type, or a time, duration or identifier cannot be read.",
                "The query has an unknown parameter, or one that may be given only once is there twice.",
            ],
            [
                "Compare the fields in errors with the route in the reference.",
                "Write times as 2026-12-01T07:30:00Z and durations as 250ms, 15m or 1h30m.",
                "Do not repeat the request unchanged: the answer would be the same.",
            ],
            "the request is malformed: retry.delay")
        { Errors = Of("retry.delay", "is not known here") },
        [ProblemKind.Unauthorized] = new(
            "The request carries no credentials, or none that are valid here.",
            [
                "The header Authorization or X-Api-Key is missing.",
                "The key is mistyped, or belongs to another installation.",
                "Two credentials were sent at once.",
            ],
            [
                "Send one header: Authorization: Bearer <key>, or X-Api-Key: <key>.",
                "The administrator's key of a new installation is in the file administrator-key in its data folder.",
            ],
            "send the header Authorization: Bearer <key>, or X-Api-Key: <key>"),
        [ProblemKind.Forbidden] = new(
            "The credentials are valid, but do not permit this.",
            [
                "The completion token of an attempt was used for another run, for another route, or after its attempt had ended.",
                "A page of another site sent the request.",
            ],
            ["Use credentials that permit it. A completion token may only report on its own attempt, while that lasts."],
            "a completion token may only report on its own attempt"),
        [ProblemKind.NotFound] = new(
            "There is nothing at this address, or the record that it names does not exist for this caller.",
            [
                "The identifier has a typing error, or the record was deleted.",
                "The run ended longer ago than runs are kept: 30 days unless the job says otherwise.",
                "The path is not one of this API.",
            ],
            ["List the records to find its identifier.", "The reference page lists all paths."],
            "job 'nightly-reprot' does not exist"),
        [ProblemKind.MethodNotAllowed] = new(
            "The path exists, but does not support this method.",
            ["A POST where a PUT is meant, or the reverse."],
            ["The header Allow lists the methods of this path."],
            "this path supports GET, HEAD, POST"),
        [ProblemKind.Conflict] = new(
            "The request is valid, but does not fit the state in which the record is.",
            [
                "It cancels a run that has ended, or reads the result of one that has not.",
                "An attempt reports after another attempt has begun.",
                "A record with this identifier exists already, or is still in use.",
            ],
            ["Read the record, then decide.", "GET /runs/{runId}?wait=30s waits for the end of a run."],
            "the run has not ended; it is running"),
        [ProblemKind.Precondition] = new(
            "A condition of the request does not hold, so nothing was changed.",
            ["The record has changed since its ETag was read.", "If-None-Match: * was sent for a record that exists."],
            ["Read the record again, apply the change to what it is now, and send its new ETag in If-Match."],
            "the ETag is now \"17\""),
        [ProblemKind.TooSlow] = new(
            "The body did not arrive in time, so the request was not carried out.",
            [
                "The connection is very slow, or the client stopped in the middle of the body.",
                "Content-Length is greater than the body is.",
            ],
            ["Send the body without pauses: compose it first, then open the connection."],
            "the body arrived too slowly; send it without pauses"),
        [ProblemKind.TooLarge] = new(
            "The body is larger than the route accepts, or has more values.",
            [
                "The limits are 256 KiB, 1 MiB for a run with its input, and 16 MiB for runs in bulk.",
                "There is more than one name or value for every 4 bytes of the limit: a long list of numbers, for example.",
                "The server has little memory, and never enough for a body of this size; the detail says how much it takes.",
            ],
            [
                "Put large data where the target can read it, and send only its address as the input.",
                "Split runs in bulk into several requests.",
            ],
            "the body has more than 1048576 bytes, the limit of this route"),
        [ProblemKind.UnsupportedMediaType] = new(
            "The body has a content type that the route does not read.",
            ["The header Content-Type is missing; curl, for example, sends a form unless told otherwise."],
            ["Send Content-Type: application/json. The Accept header of the answer lists what this route reads."],
            "send the header Content-Type: application/json"),
        [ProblemKind.Validation] = new(
            "The request has the right shape, but a value in it is not allowed or makes no sense. The member errors names every field.",
            [
                "A cron expression that never fires, or an unknown time zone.",
                "A value outside its range, or two members that exclude each other.",
                "An address that must not be called, or a handler that does not exist here.",
                "An idempotency key that was used for another request.",
            ],
            ["Change the fields in errors; each message says what would be right.", "POST /schedules/preview shows what a schedule means."],
            "the request is invalid: spec.cron")
        { Errors = Of("spec.cron", "field 3 (day of month): 42 is not in 1-31") },
        [ProblemKind.Throttled] = new(
            "There are more requests than can be accepted now; this one was not carried out.",
            ["Storage limits its requests.", "Too many callers change one record at the same time."],
            ["Wait as many seconds as Retry-After says, then repeat it with the same Idempotency-Key.", "Submit many runs in bulk."],
            "storage takes no more requests now"),
        [ProblemKind.Internal] = new(
            "The server ran into an unexpected failure. That is a fault of the server or of its storage, not of the request.",
            ["A defect.", "Storage that refuses this server, for example because its permissions have changed."],
            [
                "Look for the traceId of the answer in the server's log, which has the details.",
                "The request may have taken effect: check, or repeat it with the same Idempotency-Key.",
            ],
            "the server failed; its log has the details under the trace id"),
        [ProblemKind.Unavailable] = new(
            "The server cannot carry out the request now. The detail says whether it may have taken effect.",
            [
                "The server is starting or stopping.",
                "Storage does not answer, or its disk is full.",
                "Other requests have the memory that this one needs.",
            ],
            [
                "Wait as many seconds as Retry-After says, then repeat it with the same Idempotency-Key.",
                "GET /health/ready says what is missing.",
            ],
            "storage cannot accept the request now; nothing was changed"),
    };

    /// <summary>All of a kind.</summary>
    public static ProblemDescription Describe(ProblemKind kind)
    {
        var text = All[kind];
        return new()
        {
            Type = kind.Type,
            Title = kind.Title,
            Status = kind.Status,
            Explanation = text.Explanation,
            Causes = text.Causes,
            WhatToDo = text.WhatToDo,
            Example = kind.With(text.Detail, text.Errors) with { TraceId = "4bf92f3577b34da6a3ce929d0e0e4736" },
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Of(string field, string message) => new() { [field] = [message] };
}
