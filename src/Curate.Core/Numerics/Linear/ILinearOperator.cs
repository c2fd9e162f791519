namespace Curate.Core.Numerics.Linear;

/// <summary>A square matrix that is known by what it does to a vector.</summary>
public interface ILinearOperator
{
    /// <summary>Rows, and columns.</summary>
    int Size { get; }

    /// <summary>y = A x. The spans do not overlap.</summary>
    void Apply(ReadOnlySpan<double> x, Span<double> y);
}
