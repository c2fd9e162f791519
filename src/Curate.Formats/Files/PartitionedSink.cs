using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Writes each row to the part of its keys.</summary>
/// <param name="set">The files.</param>
/// <param name="format">The format of a part.</param>
/// <param name="shape">The shape of every part.</param>
/// <param name="columns">The keys: the last columns of each batch.</param>
/// <param name="rowsPerFile">Rows of a part.</param>
/// <param name="openLimit">Parts open at a time.</param>
/// <param name="byRow">
/// Which part is closed for another is decided row by row, not batch by batch: needed where closing leaves a trace in the bytes.
/// </param>
/// <param name="names">The path of the output file for each value of the only key; null = folders named after keys and values.</param>
internal sealed class PartitionedSink(
    OutputSet set, PartFormat format, SinkShape shape, IReadOnlyList<string> columns, long rowsPerFile, int openLimit, bool byRow,
    IReadOnlyDictionary<string, string>? names = null) : IRecordSink
{
    private const int BlockBytes = 64 * 1024;
    private const int MaxPartitions = 100_000;

    private readonly Dictionary<PartitionKey, Partition> _partitions = [];
    private readonly List<Partition> _open = [];
    private readonly List<Partition> _touched = [];
    private readonly BatchRows _all = new();
    private byte[] _scratch = new byte[256];
    private byte[] _lastKey = [];
    private Partition? _last;
    private long _clock;

    public long BytesWritten
    {
        get
        {
            long bytes = 0;
            foreach (Partition partition in _partitions.Values)
            {
                bytes += partition.Writer.BytesWritten;
            }

            return bytes;
        }
    }

    public void WriteAll(RecordBatch batch) => Write(batch, _all.Of(batch));

    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            Partition partition = Find(batch, row);
            if (byRow)
            {
                partition.LastUsed = _clock++;
                if (!partition.HasPlace)
                {
                    if (_open.Count == openLimit)
                    {
                        WriteTouched(batch);
                    }

                    GivePlace(partition);
                }
            }

            if (partition.Rows.Count == 0)
            {
                _touched.Add(partition);
            }

            partition.Rows.Add(row);
        }

        WriteTouched(batch);
    }

    public void Complete()
    {
        if (names is not null)
        {
            AddEmpty();
        }

        foreach (Partition partition in _partitions.Values)
        {
            partition.Writer.Park();
        }

        set.Complete();
    }

    public void Dispose()
    {
        foreach (Partition partition in _partitions.Values)
        {
            partition.Writer.Dispose();
        }

        set.Dispose();
    }

    private void WriteTouched(RecordBatch batch)
    {
        foreach (Partition partition in _touched)
        {
            if (!byRow)
            {
                partition.LastUsed = _clock++;
                GivePlace(partition);
            }

            partition.Writer.Write(batch, CollectionsMarshal.AsSpan(partition.Rows));
            partition.Rows.Clear();
        }

        _touched.Clear();
    }

    private void GivePlace(Partition partition)
    {
        if (partition.HasPlace)
        {
            return;
        }

        if (partition.IsClosed && !format.Questions.CanContinue)
        {
            Fail.With(ErrorCodes.Infeasible,
                $"The rows go back and forth between more than {openLimit} files, and files of this format cannot be continued once they are closed.",
                "Order the rows by their partition first, partition by columns with fewer values, or write JSON Lines or CSV.");
        }

        partition.HasPlace = true;
        if (_open.Count < openLimit)
        {
            _open.Add(partition);
            return;
        }

        int oldest = 0;
        for (int i = 1; i < _open.Count; i++)
        {
            if (_open[i].LastUsed < _open[oldest].LastUsed)
            {
                oldest = i;
            }
        }

        _open[oldest].Writer.Park();
        _open[oldest].HasPlace = false;
        _open[oldest].IsClosed = true;
        _open[oldest] = partition;
    }

    // Runs of equal keys are common, and cost one comparison.
    private Partition Find(RecordBatch batch, int row)
    {
        int length = KeyOf(batch, row);
        ReadOnlySpan<byte> key = _scratch.AsSpan(0, length);
        if (_last is not null && key.SequenceEqual(_lastKey))
        {
            return _last;
        }

        byte[] kept = key.ToArray();
        ref Partition? found = ref CollectionsMarshal.GetValueRefOrAddDefault(_partitions, new PartitionKey(kept), out _);
        found ??= Create(batch, row);
        _lastKey = kept;
        return _last = found;
    }

    // Each value as its length (-1 for null) and bytes, so that no two combinations run together.
    private int KeyOf(RecordBatch batch, int row)
    {
        int first = shape.FirstExtra;
        int used = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            TextColumn column = batch.Text(first + i);
            used = Encode(used, column[row], column.IsNull(row));
        }

        return used;
    }

    /// <summary>Appends a value to the key that is being made; gives where the key ends now.</summary>
    private int Encode(int used, ReadOnlySpan<byte> value, bool isNull)
    {
        if (_scratch.Length - used < value.Length + sizeof(int))
        {
            Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, used + value.Length + sizeof(int)));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_scratch.AsSpan(used), isNull ? -1 : value.Length);
        value.CopyTo(_scratch.AsSpan(used + sizeof(int)));
        return used + sizeof(int) + value.Length;
    }

    private Partition Create(RecordBatch batch, int row)
    {
        if (names is not null)
        {
            return new Partition(Named(Encoding.UTF8.GetString(batch.Text(shape.FirstExtra)[row])));
        }

        if (_partitions.Count > MaxPartitions)
        {
            Fail.With(ErrorCodes.Infeasible, $"The partition columns ({string.Join(", ", columns)}) have more than {MaxPartitions} combinations of values.",
                "Partition by columns with fewer values.");
        }

        int first = shape.FirstExtra;
        string[] folders = new string[columns.Count];
        for (int i = 0; i < folders.Length; i++)
        {
            TextColumn column = batch.Text(first + i);
            folders[i] = HivePath.Folder(columns[i], column[row], column.IsNull(row));
        }

        string folder = Path.Combine(folders);
        return new Partition(new PartWriter(number => set.Add(folder, number, BlockBytes), format, shape, rowsPerFile));
    }

    private PartWriter Named(string input) => new(_ => set.Add(names![input], BlockBytes), format, shape, long.MaxValue);

    /// <summary>An input file without a row left still has its output file.</summary>
    private void AddEmpty()
    {
        foreach (string input in names!.Keys.Order(StringComparer.Ordinal))
        {
            var key = new PartitionKey(_scratch.AsSpan(0, Encode(0, Encoding.UTF8.GetBytes(input), isNull: false)).ToArray());
            if (!_partitions.ContainsKey(key))
            {
                PartWriter writer = Named(input);
                _partitions.Add(key, new Partition(writer));
                writer.Open();
                writer.Park();
            }
        }
    }

    private sealed class Partition(PartWriter writer)
    {
        public PartWriter Writer { get; } = writer;

        /// <summary>Rows of the batch at hand that wait to be written.</summary>
        public List<int> Rows { get; } = [];

        public long LastUsed { get; set; }

        /// <summary>Its file was closed for another one.</summary>
        public bool IsClosed { get; set; }

        /// <summary>Among those that may be open now.</summary>
        public bool HasPlace { get; set; }
    }
}
