// Records a voice on the phone itself, as samples: nothing of the phone is written beside them.
(() => {
  const RATE = 16000, LONGEST = 60
  const box = document.querySelector(".voice")
  if (!box || !navigator.mediaDevices || !window.AudioContext || !window.DataTransfer) return
  const [begin, stop, done, cannot] = box.dataset.voice.split("|")
  const button = box.querySelector("button"), field = box.querySelector("input")
  let parts = [], close = null
  const wav = samples => {
    const view = new DataView(new ArrayBuffer(44 + samples.length * 2))
    const word = (at, text) => [...text].forEach((char, n) => view.setUint8(at + n, char.charCodeAt(0)))
    word(0, "RIFF"); view.setUint32(4, 36 + samples.length * 2, true); word(8, "WAVEfmt ")
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true)
    view.setUint32(24, RATE, true); view.setUint32(28, RATE * 2, true); view.setUint16(32, 2, true)
    view.setUint16(34, 16, true); word(36, "data"); view.setUint32(40, samples.length * 2, true)
    samples.forEach((value, n) => view.setInt16(44 + n * 2, Math.max(-1, Math.min(1, value)) * 32767, true))
    return new File([view], "a.wav", { type: "audio/wav" })
  }
  const end = () => {
    if (!close) return
    close(); close = null
    const samples = parts.flatMap(part => [...part]).slice(0, RATE * LONGEST)
    const held = new DataTransfer()
    if (samples.length) held.items.add(wav(samples))
    field.files = held.files
    button.textContent = samples.length ? done : begin
  }
  button.addEventListener("click", async () => {
    if (close) return end()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const context = new AudioContext({ sampleRate: RATE })
      const node = context.createScriptProcessor(4096, 1, 1)
      parts = []
      node.onaudioprocess = event => {
        parts.push(event.inputBuffer.getChannelData(0).slice())
        if (parts.length * 4096 > RATE * LONGEST) end()
      }
      context.createMediaStreamSource(stream).connect(node)
      node.connect(context.destination)
      close = () => { stream.getTracks().forEach(track => track.stop()); context.close() }
      button.textContent = stop
    } catch { button.textContent = cannot }
  })
  button.textContent = begin
  box.hidden = false
})()
