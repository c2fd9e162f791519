namespace Curate.Core.Profile.Diversity;

/// <summary>Vectors in double precision.</summary>
internal static class Units
{
    /// <summary>Writes a vector, at length 1 where asked.</summary>
    /// <returns>False for zeros, which have no direction and are written as they are.</returns>
    public static bool Write(ReadOnlySpan<float> vector, Span<double> to, bool unit)
    {
        double squares = 0;
        for (int p = 0; p < vector.Length; p++)
        {
            to[p] = vector[p];
            squares = Math.FusedMultiplyAdd(to[p], to[p], squares);
        }

        if (!unit || squares == 0)
        {
            return squares != 0;
        }

        double norm = Math.Sqrt(squares);
        for (int p = 0; p < vector.Length; p++)
        {
            to[p] /= norm;
        }

        return true;
    }
}
