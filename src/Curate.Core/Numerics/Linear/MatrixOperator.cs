namespace Curate.Core.Numerics.Linear;

/// <summary>A dense square matrix as an operator.</summary>
public sealed class MatrixOperator(Matrix matrix) : ILinearOperator
{
    public int Size => matrix.Rows;

    public void Apply(ReadOnlySpan<double> x, Span<double> y) => MatrixProducts.Apply(matrix, x, y);
}
