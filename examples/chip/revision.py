import socket, struct, sys, time

spi = socket.socket(socket.AF_UNIX)
spi.connect(sys.argv[1])

def transact(*mosi):
    spi.sendall(struct.pack(">H", len(mosi)) + bytes(mosi))
    return spi.recv(len(mosi), socket.MSG_WAITALL)

transact(0xFF)  # system reset
time.sleep(0.002)  # erratum 2
transact(0x5F, 0x03)  # write ECON1: bank 3
print("EREVID is", transact(0x12, 0x00)[1])
