using Curate.Core.Numerics;

namespace Curate.Core.Select.Items;

/// <summary>
/// The entropy of the values of picked rows in one column: ln T - Q / T with T the sum of counts c and Q the sum of c ln c, so that a row costs as many steps as it has values.
/// </summary>
internal sealed class EntropyCounters(int values)
{
    private readonly int[] _counts = new int[values];
    private double[] _terms = [0, 0];
    private int _most;
    private long _total;
    private double _sum;

    /// <summary>The entropy in nats; 0 where nothing is counted.</summary>
    public double Entropy => Of(_total, _sum);

    /// <summary>Different values that are counted.</summary>
    public long Distinct { get; private set; }

    /// <summary>The entropy with the values of one more row, ascending.</summary>
    public double With(ReadOnlySpan<int> row) => Of(_total + row.Length, _sum + Change(row));

    public void Add(ReadOnlySpan<int> row)
    {
        _sum += Change(row);
        _total += row.Length;
        foreach (int value in row)
        {
            Distinct += _counts[value]++ == 0 ? 1 : 0;
            _most = Math.Max(_most, _counts[value]);
        }
    }

    /// <summary>Room for counts that grow by so many: <see cref="With"/> may then be called from any thread.</summary>
    public void Prepare(int more)
    {
        int before = _terms.Length;
        if (_most + more >= before)
        {
            Array.Resize(ref _terms, Math.Max(2 * before, _most + more + 1));
            for (int c = before; c < _terms.Length; c++)
            {
                _terms[c] = c * PortableMath.Log(c);
            }
        }
    }

    private double Change(ReadOnlySpan<int> row)
    {
        double change = 0;
        for (int at = 0; at < row.Length;)
        {
            int end = at + 1;
            while (end < row.Length && row[end] == row[at])
            {
                end++;
            }

            int count = _counts[row[at]];
            change += _terms[count + end - at] - _terms[count];
            at = end;
        }

        return change;
    }

    private static double Of(long total, double sum) => total == 0 ? 0 : Math.Max(0, PortableMath.Log(total) - (sum / total));
}
