namespace Curate.Core.Numerics.Learners;

/// <summary>How scores become probabilities.</summary>
public enum CalibrationKind : byte
{
    /// <summary>A logistic curve: <see cref="PlattScaling"/>.</summary>
    Platt,

    /// <summary>Any nondecreasing curve: <see cref="IsotonicRegression"/>; for a thousand rows or more.</summary>
    Isotonic,
}
