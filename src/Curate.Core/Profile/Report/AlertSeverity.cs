namespace Curate.Core.Profile.Report;

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    Note,
    Warning,
    Error,
}
