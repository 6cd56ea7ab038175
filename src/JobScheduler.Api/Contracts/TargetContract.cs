using System.ComponentModel;
using System.Text.Json.Serialization;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Contracts;

/// <summary>What a job or run does.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HttpTargetContract), "http")]
[JsonDerivedType(typeof(HandlerTargetContract), "handler")]
[Description("What is executed: an HTTP request, or a handler registered in code.")]
public abstract record TargetContract
{
    public static TargetContract? Of(Target? target) => target switch
    {
        HttpTarget http => new HttpTargetContract
        {
            Method = http.Method,
            Url = http.Url,
            Headers = http.Headers,
            Body = http.Body,
            SuccessStatus = http.SuccessStatus,
            Completion = http.Completion,
        },
        HandlerTarget handler => new HandlerTargetContract { Name = handler.Name },
        _ => null,
    };
}
