namespace Curate.Core.Check;

/// <summary>What a check came to.</summary>
public enum CheckVerdict
{
    /// <summary>It was measured, and nothing above a note was found.</summary>
    Passed,
    /// <summary>The worst finding is a warning.</summary>
    Warned,
    /// <summary>There is a finding of severity error.</summary>
    Failed,
    /// <summary>What it needs is not there: a role, a second dataset, enough rows. Never the same as passed.</summary>
    NotMeasurable,
}
