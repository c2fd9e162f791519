namespace Curate.Core.Resample.Cleaning;

/// <summary>Whether the neighbours of a row agree with its label.</summary>
internal static class NeighbourVote
{
    /// <summary>True when every neighbour has the label; also without neighbours.</summary>
    public static bool All(ReadOnlySpan<int> neighbours, ReadOnlySpan<int> classOf, int label)
    {
        foreach (int row in neighbours)
        {
            if (classOf[row] != label)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when no label is more frequent among the neighbours, and none that sorts before it as frequent; also without neighbours.</summary>
    /// <param name="neighbours">Rows that vote.</param>
    /// <param name="classOf">The class of every row.</param>
    /// <param name="label">The label to find on top.</param>
    /// <param name="votes">One place for each class; zero, and zero again afterwards.</param>
    public static bool Most(ReadOnlySpan<int> neighbours, ReadOnlySpan<int> classOf, int label, Span<int> votes)
    {
        foreach (int row in neighbours)
        {
            votes[classOf[row]]++;
        }

        bool wins = true;
        foreach (int row in neighbours)
        {
            int other = classOf[row];
            wins &= votes[other] < votes[label] || (votes[other] == votes[label] && label <= other);
        }

        foreach (int row in neighbours)
        {
            votes[classOf[row]] = 0;
        }

        return wins;
    }
}
