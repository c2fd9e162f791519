namespace Curate.Formats.Files;

/// <summary>What happens to records that break the rules of their format (<c>--on-bad-row</c>).</summary>
public enum BadRowPolicy
{
    /// <summary>The first one ends the run with exit code 3.</summary>
    Fail,
    /// <summary>They are left out and counted.</summary>
    Skip,
    /// <summary>They are written verbatim to a file of their own, and counted.</summary>
    Quarantine,
}
