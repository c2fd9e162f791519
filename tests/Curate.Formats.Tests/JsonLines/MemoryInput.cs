using System.Text;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.JsonLines;

/// <summary>Bytes in memory as an input; with a step, every read gives 1 to that many bytes.</summary>
internal sealed class MemoryInput(byte[] bytes, int step = 0, bool canReopen = true, string name = "rows.jsonl") : IByteInput
{
    public MemoryInput(string text, int step = 0, bool canReopen = true)
        : this(Encoding.UTF8.GetBytes(text), step, canReopen)
    {
    }

    /// <summary>Called before every read.</summary>
    public Action? Reading { get; init; }

    public int Opened { get; private set; }

    public string Name { get; } = name;

    public long? SizeBytes => bytes.Length;

    public bool CanReopen => canReopen;

    public Stream Open()
    {
        Opened++;
        return !canReopen && Opened > 1 ? throw new InvalidOperationException("opened twice") : new Trickle(bytes, step, Reading);
    }

    public void Dispose()
    {
    }

    private sealed class Trickle(byte[] bytes, int step, Action? reading) : MemoryStream(bytes, false)
    {
        private int _next;

        public override int Read(byte[] buffer, int offset, int count)
        {
            reading?.Invoke();
            return base.Read(buffer, offset, step == 0 ? count : Math.Min(count, _next++ % step + 1));
        }
    }
}
