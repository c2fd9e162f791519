namespace Curate.Core.Data;

/// <summary>
/// Consecutive rows of one source: the columns that were asked for, the payload if it was asked for, and what plans laid over them.
/// Batches are pooled; whatever a method keeps from one it copies.
/// </summary>
public sealed class RecordBatch(int capacity = RecordBatch.DefaultCapacity)
{
    /// <summary>Rows of a batch unless the run says otherwise. Results never depend on it.</summary>
    public const int DefaultCapacity = 8192;

    /// <summary>A reader ends a batch once its payload or columns hold this many bytes, whatever the row count.</summary>
    public const int TargetBytes = 4 * 1024 * 1024;

    private Column[] _columns = [];
    private Column[] _own = [];
    private ReadRequest? _shape;
    private PayloadLayout? _payloadShape;
    private IReadOnlyList<Field>? _addedShape;
    private Column[] _ownAdded = [];

    /// <summary>Most rows that a reader puts in.</summary>
    public int Capacity { get; } = capacity;

    public int Count { get; set; }

    /// <summary>Ordinal of the dataset these rows come from.</summary>
    public int Source { get; set; }

    /// <summary>
    /// Threads wait for this batch, or soon will: a reader may take their help. Otherwise they have work, and so many threads beside them only get in their way.
    /// </summary>
    public bool IsAwaited { get; set; } = true;

    /// <summary>Ordinal of the first row; row i of the batch is row <c>FirstRow + i</c> of the source's view.</summary>
    public long FirstRow { get; set; }

    /// <summary>The verbatim rows, or null when they were not asked for.</summary>
    public RowPayload? Payload { get; private set; }

    /// <summary>Columns that are not in the payload (plan results, folder keys), by position in <see cref="IRecordSource.Added"/>.</summary>
    public IReadOnlyList<Column> Added { get; set; } = [];

    /// <summary>Values that a plan replaced, sorted by row; sinks apply them to the payload.</summary>
    public List<CellEdit> Edits { get; set; } = [];

    /// <summary>All rows as the sink is to write them, where an <see cref="IRowEncoder"/> has put them together; the encoder's until its next batch.</summary>
    public RecordBytes? Encoded { get; set; }

    /// <summary>
    /// What a reader left to be done before the columns can be looked at, by any thread; the object stays with the batch, so that its storage is reused.
    /// Set only by <see cref="IDeferringReader.ReadDeferred"/>.
    /// </summary>
    public IBatchDecoder? Decoder { get; set; }

    /// <summary>The columns wait for <see cref="Decode"/>.</summary>
    public bool IsPending { get; set; }

    public int ColumnCount => _columns.Length;

    public Column this[int index] => _columns[index];

    public TextColumn Text(int index) => (TextColumn)_columns[index];

    public RowId Id(int row) => new(Source, FirstRow + row);

    /// <summary>Makes the batch empty and shapes it for a request; storage is reused when the shape is the same.</summary>
    public void Begin(ReadRequest request, PayloadLayout? layout)
    {
        if (!ReferenceEquals(_shape, request) || !ReferenceEquals(_payloadShape, layout))
        {
            _own = new Column[request.Columns.Count];
            for (int i = 0; i < _own.Length; i++)
            {
                _own[i] = Column.Create(request.Columns[i].Kind, request.Columns[i].Scale);
            }

            Payload = request.Payload ? layout?.CreatePayload() : null;
            _shape = request;
            _payloadShape = layout;
        }
        else
        {
            foreach (Column column in _own)
            {
                column.Clear();
            }

            Payload?.Clear();
        }

        _columns = _own;
        IsPending = false;
        Encoded = null;
        Count = 0;
        Added = [];
        Edits.Clear();
    }

    /// <summary>Does what the reader left to be done.</summary>
    public void Decode()
    {
        if (IsPending)
        {
            IsPending = false;
            Decoder!.Decode();
        }
    }

    /// <summary>After <see cref="Begin"/>: gives the batch empty added columns of its own for <paramref name="fields"/>.</summary>
    public void BeginAdded(IReadOnlyList<Field> fields)
    {
        if (!ReferenceEquals(_addedShape, fields))
        {
            _ownAdded = new Column[fields.Count];
            for (int a = 0; a < _ownAdded.Length; a++)
            {
                _ownAdded[a] = Column.Create(fields[a].Kind ?? ColumnKind.Text, fields[a].Scale);
            }

            _addedShape = fields;
        }
        else
        {
            foreach (Column column in _ownAdded)
            {
                column.Clear();
            }
        }

        Added = _ownAdded;
    }

    /// <summary>Where the edits of <paramref name="row"/> begin in <see cref="Edits"/>.</summary>
    public int FirstEdit(int row)
    {
        int low = 0;
        int high = Edits.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Edits[middle].Row < row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The edits of one row.</summary>
    public IEnumerable<CellEdit> EditsOf(int row)
    {
        for (int e = FirstEdit(row); e < Edits.Count && Edits[e].Row == row; e++)
        {
            yield return Edits[e];
        }
    }

    /// <summary>
    /// Shows other columns for the rows now held, until the next <see cref="Begin"/>: a reader that lies over another one adds constants
    /// and nulls to the columns that were read, or reorders them, without copying.
    /// </summary>
    public void Show(Column[] columns) => _columns = columns;
}
