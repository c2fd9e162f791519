namespace Curate.Core.Check;

/// <summary>How much a finding matters; <c>--fail-on</c> says from where on a run fails.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}
