namespace JobScheduler.Targets.Http;

/// <summary>Brings the rules of HTTP targets to those that check definitions and requests.</summary>
public sealed class HttpTargetRule(AddressGuard guard) : ITargetRule
{
    public bool Covers(Target target) => target is HttpTarget;

    public void Check(Target target, string path, ErrorList errors)
    {
        foreach (var (field, message) in HttpTargetRules.Validate((HttpTarget)target, guard))
        {
            errors.Add(ErrorList.Path(path, field), message);
        }
    }
}
