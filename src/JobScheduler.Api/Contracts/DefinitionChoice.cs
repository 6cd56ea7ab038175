namespace JobScheduler.Api.Contracts;

/// <summary>Which version of its job a redriven run takes.</summary>
public enum DefinitionChoice
{
    Original,
    Current,
}
