namespace Curate.Core.Numerics.Optimisation;

/// <summary>Why an iteration ended.</summary>
public enum StopReason : byte
{
    /// <summary>The gradient, or what stands for it, is small enough.</summary>
    Gradient,

    /// <summary>The value changes less than asked for.</summary>
    Value,

    /// <summary>No step along the direction lowers the value any more: the end of the precision, mostly.</summary>
    NoProgress,

    /// <summary>The limit of iterations.</summary>
    Iterations,
}
