using System.Text;
using Curate.Core.Hashing;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Roles;

/// <summary>How often each set of labels occurs: exact up to <see cref="MostSets"/> different ones, from then on only how many there are.</summary>
/// <remarks>A function of the multiset of sets. Memory: at most 16 MiB of sets and 16 bytes each.</remarks>
internal sealed class LabelSetCounts
{
    /// <summary>Different sets of labels that are counted one by one.</summary>
    public const int MostSets = 1 << 16;

    private const int MostBytes = 1 << 24;
    private const char Separator = '\u001F';

    private ValueTable? _sets = new(MostSets, MostBytes);
    private DistinctSample? _hashes;

    /// <summary>All sets are counted one by one.</summary>
    public bool IsExact => _sets is not null;

    /// <summary>Puts one more label at the end of a set that is being made, whose labels come in ordinal order and each once; labels may be empty.</summary>
    public static void Append(List<byte> set, byte[] label, bool isFirst)
    {
        if (!isFirst)
        {
            set.Add((byte)Separator);
        }

        set.AddRange(label);
    }

    /// <summary>Counts a set that was put together by <see cref="Append"/>.</summary>
    public void Add(ReadOnlySpan<byte> set, long times)
    {
        ulong hash = Hash64.Of(set);
        if (_sets is not null)
        {
            if (_sets.TryAdd(hash, set, times))
            {
                return;
            }

            GiveUp();
        }

        _hashes!.Add(hash, times);
    }

    /// <summary>Different sets.</summary>
    public Estimate Distinct() => _hashes is null
        ? Estimate.Exact(_sets!.Count)
        : new Estimate(_hashes.Distinct(), _hashes.Distinct() - (3 * _hashes.DistinctError()), _hashes.Distinct() + (3 * _hashes.DistinctError()), _hashes.IsExact);

    /// <summary>The sets with their rows, in ordinal order of their bytes; only where it is exact.</summary>
    public IEnumerable<(IReadOnlyList<string> Labels, long Rows)> Sorted() =>
        _sets!.Sorted().Select(e => ((IReadOnlyList<string>)Encoding.UTF8.GetString(_sets[e]).Split(Separator), _sets.Rows(e)));

    public void Merge(LabelSetCounts later)
    {
        if (later._hashes is not null && _sets is not null)
        {
            GiveUp();
        }

        if (later._sets is { } sets)
        {
            for (int e = 0; e < sets.Count; e++)
            {
                Add(sets[e], sets.Rows(e));
            }
        }
        else
        {
            _hashes!.Merge(later._hashes!);
        }
    }

    public void Save(BinaryWriter to)
    {
        to.Write(IsExact);
        _sets?.Save(to);
        _hashes?.Save(to);
    }

    public static LabelSetCounts Load(BinaryReader from)
    {
        var loaded = new LabelSetCounts();
        if (from.ReadBoolean())
        {
            loaded._sets = ValueTable.Load(from, MostSets, MostBytes, static value => Hash64.Of(value));
        }
        else
        {
            loaded._sets = null;
            loaded._hashes = DistinctSample.Load(from);
            StateBytes.Demand(loaded._hashes.Capacity == MostSets, "the capacity of label sets");
        }

        return loaded;
    }

    private void GiveUp()
    {
        _hashes = new DistinctSample(MostSets);
        for (int e = 0; e < _sets!.Count; e++)
        {
            _hashes.Add(_sets.Hash(e), _sets.Rows(e));
        }

        _sets = null;
    }
}
