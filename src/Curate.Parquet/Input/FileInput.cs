using Microsoft.Win32.SafeHandles;

namespace Curate.Parquet.Input;

/// <summary>A file that is read with positioned reads; threads do not disturb each other.</summary>
public sealed class FileInput : IParquetInput
{
    private readonly SafeFileHandle _file;

    public FileInput(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Length = RandomAccess.GetLength(_file);
    }

    public long Length { get; }

    public int Read(long offset, Span<byte> into)
    {
        int done = 0;
        while (done < into.Length)
        {
            int count = RandomAccess.Read(_file, into[done..], offset + done);
            if (count == 0)
            {
                break;
            }

            done += count;
        }

        return done;
    }

    public bool TryGetMemory(long offset, int length, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }

    public void Dispose() => _file.Dispose();
}
