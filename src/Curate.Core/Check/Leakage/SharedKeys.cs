using Curate.Core.Data;
using Curate.Core.Dedupe;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Check.Leakage;

/// <summary>
/// Finds the rows of several parts that have a key in common: 128-bit hashes of the values of some columns, sorted by partitions in memory or on scratch. One
/// pass over each part, 24 bytes a key and row; exact but for a chance of about 2^-68 with 10^9 different keys.
/// </summary>
internal sealed class SharedKeys
{
    private readonly IReadOnlyList<SplitPart> _parts;
    private readonly Dictionary<(int Checked, int Reference), PartOverlap> _pairs = [];
    private readonly long[] _rows;
    private readonly long[] _keyless;

    private SharedKeys(IReadOnlyList<SplitPart> parts)
    {
        _parts = parts;
        _rows = new long[parts.Count];
        _keyless = new long[parts.Count];
        for (int a = 0; a < parts.Count; a++)
        {
            for (int b = a + 1; b < parts.Count; b++)
            {
                _pairs[(a, b)] = new PartOverlap(a, b);
            }
        }
    }

    /// <summary>How keys are made of columns.</summary>
    public enum KeyForm
    {
        /// <summary>All columns together; a missing value equals another, but a row of nothing else has no key.</summary>
        Row,

        /// <summary>All columns together; a row with a missing value has no key.</summary>
        Complete,

        /// <summary>Every value is a key of its own, whichever of the columns it stands in.</summary>
        Each,
    }

    /// <summary>Rows of each part.</summary>
    public IReadOnlyList<long> Rows => _rows;

    /// <summary>Every pair of parts, the earlier one in the list as the one that is checked.</summary>
    public PartOverlap Pair(int part, int reference) => _pairs[(part, reference)];

    /// <summary>Reads all parts and compares them.</summary>
    public static SharedKeys Find(PassRunner passes, IReadOnlyList<SplitPart> parts, IReadOnlyList<string> columns, KeyForm form, string what)
    {
        var found = new SharedKeys(parts);
        using var entries = new SortedRuns<PartEntry>(passes.Context, spill: false);
        ReadRequest request = ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
        int keys = form == KeyForm.Each ? columns.Count : 1;
        for (int p = 0; p < parts.Count; p++)
        {
            int part = p;
            passes.Run<KeyPart>(parts[p].Source, request, what, (batch, spent) => KeyPart.Of(batch, columns.Count, form, spent), (batch, hashed) =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    bool any = false;
                    for (int k = 0; k < keys; k++)
                    {
                        if (hashed.Has[(row * keys) + k])
                        {
                            any = true;
                            entries.Add(PartEntry.Of(hashed.Hashes[(row * keys) + k], part, batch.FirstRow + row));
                        }
                    }

                    found._keyless[part] += any ? 0 : 1;
                }

                found._rows[part] += batch.Count;
            });
        }

        entries.Seal();
        PartEntry[] buffer = [];
        for (int partition = 0; partition < SortedRuns<PartEntry>.Partitions; partition++)
        {
            passes.Context.Ct.ThrowIfCancellationRequested();
            found.Walk(entries.Sorted(partition, ref buffer));
        }

        return found;
    }

    private void Walk(ReadOnlySpan<PartEntry> entries)
    {
        Span<int> starts = stackalloc int[_parts.Count + 1];
        for (int start = 0; start < entries.Length;)
        {
            // A part begins where the part number changes, so the run is cut into at most as many pieces as there are parts.
            int pieces = 0;
            int end = start;
            for (; end < entries.Length && entries[end].Hash == entries[start].Hash; end++)
            {
                if (end == start || entries[end].Part != entries[end - 1].Part)
                {
                    starts[pieces++] = end;
                }
            }

            starts[pieces] = end;
            for (int a = 0; a < pieces; a++)
            {
                for (int b = a + 1; b < pieces; b++)
                {
                    PartOverlap pair = _pairs[(entries[starts[a]].Part, entries[starts[b]].Part)];
                    pair.Keys++;
                    pair.ReferenceRows += starts[b + 1] - starts[b];
                    for (int i = starts[a]; i < starts[a + 1]; i++)
                    {
                        pair.Add(entries[i].Row, entries[starts[b]].Row);
                    }
                }
            }

            start = end;
        }
    }

    /// <summary>The keys of one batch.</summary>
    private sealed class KeyPart
    {
        public Hash128[] Hashes { get; private set; } = [];

        public bool[] Has { get; private set; } = [];

        public static KeyPart Of(RecordBatch batch, int columns, KeyForm form, KeyPart? spent)
        {
            KeyPart part = spent ?? new KeyPart();
            int keys = form == KeyForm.Each ? columns : 1;
            if (part.Hashes.Length < batch.Count * keys)
            {
                part.Hashes = new Hash128[Math.Max(batch.Count, batch.Capacity) * keys];
                part.Has = new bool[part.Hashes.Length];
            }

            for (int row = 0; row < batch.Count; row++)
            {
                if (form == KeyForm.Each)
                {
                    part.ReadEach(batch, columns, row);
                }
                else
                {
                    part.Read(batch, columns, form, row);
                }
            }

            return part;
        }

        private void Read(RecordBatch batch, int columns, KeyForm form, int row)
        {
            Hash128 hash = default;
            int missing = 0;
            for (int c = 0; c < columns; c++)
            {
                TextColumn column = batch.Text(c);
                bool isNull = column.IsNull(row);
                missing += isNull ? 1 : 0;
                hash = hash.Then(Hash128.Of(column[row], isNull ? 1UL : 0));
            }

            Hashes[row] = hash;
            Has[row] = form == KeyForm.Row ? missing < columns : missing == 0;
        }

        private void ReadEach(RecordBatch batch, int columns, int row)
        {
            for (int c = 0; c < columns; c++)
            {
                int at = (row * columns) + c;
                TextColumn column = batch.Text(c);
                Has[at] = !column.IsNull(row);
                Hashes[at] = Has[at] ? Hash128.Of(column[row]) : default;

                // A value that a row has twice is one key of it.
                for (int before = row * columns; before < at; before++)
                {
                    Has[at] &= !Has[before] || Hashes[before] != Hashes[at];
                }
            }
        }
    }
}
